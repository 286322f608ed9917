"""Some of what "python -m benchmarks.mutated_files" does with ten thousand files."""

from benchmarks.mutated_files import BOMB, CODES, LONGEST, MOST_MEGABYTES, jobs_of, run

FILES = 310
BOMBS = (
    "PNG, packed words", "JPEG, 65,000 pixels square", "GIF, a million empty extensions", "TIFF, pages in a ring",
    "TIFF, a tag of 2 to the 31 values", "HEIC, claims to be large", "PDF, packed twice", "PDF, 100,000 pages",
    "zip of an image",
)  # fmt: skip


def test_broken_and_hostile_files_end_as_a_reading_or_as_an_error_of_ours(tmp_path):
    jobs = jobs_of(FILES)[:FILES] + [(BOMB, name) for name in BOMBS]
    results = run(jobs, tmp_path)
    ended = {
        job: result
        for job, result in zip(jobs, results, strict=True)
        if result.outcome not in CODES or result.seconds > LONGEST or result.megabytes > MOST_MEGABYTES
    }
    assert ended == {}
    # Some are broken where it does not matter, most are refused.
    read = sum(result.outcome == "read" for result in results)
    assert 0.1 < read / len(results) < 0.7

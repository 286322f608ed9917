"""What columns of probabilities say about strings: exact sums over all paths, and nothing approximate.

Connectionist temporal classification (Graves et al. 2006): at each column the network says one character or "no
character here" (the blank); a string's probability is the sum over all the ways, column by column, that collapse to
it. Computed in plain probabilities: they stay far above float64's floor for the few hundred columns that a number has.

Each sum is a pass over the columns in which every state takes up the probability of at most three states of the
column before. All that is asked for at once shares one pass: at these sizes the number of passes is what costs time.
"""

from collections.abc import Sequence

import numpy as np

BLANK = 0


def softmax(scores: np.ndarray) -> np.ndarray:
    """Log-odds to probabilities (float64), each column by itself. scores: (..., classes)"""
    odds = np.exp(scores.astype(np.float64) - scores.max(axis=-1, keepdims=True))
    return odds / odds.sum(axis=-1, keepdims=True)


def best_path(probabilities: np.ndarray, alphabet: str) -> str:
    """The string of the likeliest class at each column: repeats collapsed, blanks dropped.

    probabilities: (cols, classes); log-odds do as well
    """
    path = probabilities.argmax(axis=1)
    kept = path[(path != BLANK) & np.append(True, path[1:] != path[:-1])]
    return "".join(alphabet[c - 1] for c in kept)


def string_probabilities(probabilities: np.ndarray, texts: Sequence[str], alphabet: str) -> np.ndarray:
    """(texts,): the probability of each string, the mean over all views of the line.

    Strings that begin alike share the work of their beginning.

    probabilities: (views, cols, classes)
    """
    nodes, parents, classes = {"": 0}, [0], [BLANK]
    for text in texts:
        for end in range(1, len(text) + 1):
            if text[:end] not in nodes:
                nodes[text[:end]] = len(nodes)
                parents.append(nodes[text[: end - 1]])
                classes.append(alphabet.index(text[end - 1]) + 1)
    # States: the blank behind each beginning, then the last character of each; the empty one has none, so its
    # state is never entered and serves as "from nowhere".
    count, parent, cls = len(nodes), np.array(parents), np.array(classes)
    here, nowhere = np.arange(count), np.full(count, count)
    behind = np.stack([here, here + count, nowhere])
    last = np.stack([here + count, parent, np.where(cls[parent] == cls, count, parent + count)])
    last[:, 0] = count
    emitted = probabilities[..., np.append(np.zeros(count, int), cls)]
    emitted[..., count] = 0.0
    # The views' states stand side by side in one pass.
    views, columns, states = emitted.shape
    apart = states * np.arange(views)
    sources = np.hstack([np.hstack([behind, last]) + offset for offset in apart])
    emitted = emitted.transpose(1, 0, 2).reshape(columns, views * states)
    final = (_arriving(emitted, sources, starts=apart)[-1] * emitted[-1]).reshape(views, 2, count).sum(axis=1)
    return final.mean(axis=0)[[nodes[text] for text in texts]]


def forward_backward(probabilities: np.ndarray, classes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of one string: the probability of all beginnings and of all endings of its paths.

    State 2 i + 1 is character i, state 2 i the blank before it.

    probabilities: (views, cols, classes); classes: (characters,) the string
    returns: forward (views, cols, states): the paths that stand in a state at a column, that column included; backward
        (views, cols, states): how they go on after that column, it not included
    """
    states = np.full(2 * len(classes) + 1, BLANK)
    states[1::2] = classes
    count, nowhere = len(states), 2 * len(states)
    # The endings of a string are the beginnings of the reversed string in the reversed columns; views stand side by
    # side.
    sources = np.hstack([_chain(states, 0, nowhere), _chain(states[::-1], count, nowhere), np.full((3, 1), nowhere)])
    views, columns, _ = probabilities.shape
    emitted = np.zeros((columns, views, nowhere + 1))
    by_column = probabilities.transpose(1, 0, 2)
    emitted[..., :count] = by_column[..., states]
    emitted[..., count:-1] = by_column[::-1][..., states[::-1]]
    apart = (nowhere + 1) * np.arange(views)
    arriving = _arriving(
        emitted.reshape(columns, -1),
        np.hstack([sources + offset for offset in apart]),
        starts=np.concatenate([apart, apart + count]),
    ).reshape(emitted.shape)
    forward = arriving[..., :count] * emitted[..., :count]
    backward = arriving[::-1, :, count:-1][..., ::-1]
    return forward.transpose(1, 0, 2), backward.transpose(1, 0, 2)


def substitution_likelihoods(probabilities, classes, forward, backward) -> np.ndarray:
    """(characters, classes): the string's probability with one character replaced by each class, the mean over views.

    Paths enter the replaced character from the blank before it or from its left neighbour, and leave it to the
    blank behind it or to its right neighbour; a neighbour of the same class needs the blank between.

    probabilities: (views, cols, classes); classes: (characters,); forward, backward: as forward_backward gives them
    """
    views, columns, kinds = probabilities.shape
    count = len(classes)
    differs_left, differs_right = np.ones((count, kinds)), np.ones((count, kinds))
    differs_left[np.arange(1, count), classes[:-1]] = 0
    differs_right[np.arange(count - 1), classes[1:]] = 0
    by_column, forward, backward = (a.transpose(1, 0, 2) for a in (probabilities, forward, backward))
    left_neighbour = np.zeros((columns, views, count))
    left_neighbour[..., 1:] = forward[..., 1:-2:2]
    entering = np.zeros((columns, views, count, kinds))
    entering[1:] = forward[:-1, :, 0:-1:2, None] + left_neighbour[:-1, ..., None] * differs_left
    entering[0, :, 0] = 1.0
    right_neighbour = np.zeros((columns, views, count))
    right_neighbour[..., :-1] = backward[..., 3::2] * by_column[..., classes[1:]]
    behind = backward[..., 2::2] * by_column[..., BLANK, None]
    leaving = np.zeros_like(entering)
    leaving[:-1] = behind[1:, ..., None] + right_neighbour[1:, ..., None] * differs_right
    leaving[-1, :, -1] = 1.0
    inside = entering
    before = np.zeros((views, count, kinds))
    for here, emission in zip(inside, by_column[:, :, None], strict=True):
        here += before
        here *= emission
        before = here
    return np.einsum("tvck,tvck->ck", inside, leaving) / views


def _chain(states: np.ndarray, offset: int, nowhere: int) -> np.ndarray:
    """(3, states): from where the states of one string are entered: themselves, the state before, the one before it."""
    here = np.arange(len(states))
    skips = np.zeros(len(states), bool)
    skips[3::2] = states[3::2] != states[1:-2:2]
    sources = np.stack([here, here - 1, np.where(skips, here - 2, -1)])
    return np.where(sources < 0, nowhere, sources + offset)


def _arriving(emitted: np.ndarray, sources: np.ndarray, starts: Sequence[int]) -> np.ndarray:
    """(cols, states): probability of the paths that arrive in a state at a column, that column not yet included.

    emitted: (cols, states) probability of what a state says; sources: (3, states) from where each state is entered;
    starts: the states where paths stand before the first column
    """
    arriving = np.empty(emitted.shape)
    standing = np.zeros(emitted.shape[1])
    standing[starts] = 1.0
    taken = np.empty(sources.shape)
    one, other, third = taken  # two sums of rows are faster than one over an axis
    for here, emission in zip(arriving, emitted, strict=True):
        standing.take(sources, out=taken, mode="clip")  # "raise", the default, copies the output twice
        np.add(one, other, out=here)
        np.add(here, third, out=here)
        np.multiply(here, emission, out=standing)
    return arriving

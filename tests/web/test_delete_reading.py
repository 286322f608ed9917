"""DELETE /api/v1/readings/{id}."""

from tests.web.helpers import assert_problem, count, send


def test_forgets_the_reading_and_its_image(client):
    url = send(client).headers["Location"]
    response = client.delete(url)
    assert (response.status_code, response.data) == (204, b"")
    for address in (url, f"{url}/image", f"{url}/thumbnail"):
        assert_problem(client.get(address), 404, "not_found")
    assert count(client) == 0


def test_leaves_the_others(client):
    kept, gone = send(client), send(client)
    client.delete(gone.headers["Location"])
    assert client.get(kept.headers["Location"]).json == kept.json


def test_the_second_time_it_is_not_found(client):
    url = send(client).headers["Location"]
    client.delete(url)
    assert_problem(client.delete(url), 404, "not_found")


def test_another_website_cannot_make_its_visitor_delete(client):
    url = send(client).headers["Location"]
    assert_problem(client.delete(url, headers={"Sec-Fetch-Site": "cross-site"}), 403, "cross_site")
    assert client.get(url).status_code == 200

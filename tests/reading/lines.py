"""Lines that the tests make up, and what they say by definition: every path followed, slow and exact."""

import itertools

import numpy as np

ALPHABET = "0123456789.,-/"


def collapse(path, alphabet):
    """The definition of CTC: repeats become one, blanks go."""
    return "".join(alphabet[c - 1] for c, _ in itertools.groupby(path) if c)


def all_strings(probabilities, alphabet):
    """Every string's probability by adding up every path."""
    found = {}
    for path in itertools.product(range(probabilities.shape[1]), repeat=len(probabilities)):
        text = collapse(path, alphabet)
        found[text] = found.get(text, 0.0) + float(np.prod([p[c] for p, c in zip(probabilities, path, strict=True)]))
    return found


def all_strings_of_views(views, alphabet):
    """Every string's probability, the mean over views: (views, columns, classes)."""
    found = [all_strings(view, alphabet) for view in views]
    return {text: sum(strings.get(text, 0.0) for strings in found) / len(views) for text in set().union(*found)}


def random_probabilities(seed, columns=6, classes=4):
    """(columns, classes): anything is possible."""
    return np.random.default_rng(seed).dirichlet(np.ones(classes), columns)


def random_scores(seed, spread, columns=6, classes=4, views=1):
    """(views, columns, classes): log-odds of anything."""
    return np.random.default_rng(seed).normal(0, spread, (views, columns, classes)).astype(np.float32)


def shares_of(scores):
    """Log-odds to probabilities, as plain as they are defined."""
    odds = np.exp(scores.astype(float))
    return odds / odds.sum(axis=-1, keepdims=True)


def scores_for(*columns, strength=9.0):
    """Log-odds of columns that say these characters; "_" is the blank, and a mapping has the odds of several.

    returns: (1, columns, classes), one view of a line
    """
    scores = np.zeros((1, len(columns), 1 + len(ALPHABET)), np.float32)
    for row, column in enumerate(columns):
        for character, odds in column.items() if isinstance(column, dict) else [(column, strength)]:
            scores[0, row, 0 if character == "_" else ALPHABET.index(character) + 1] = odds
    return scores


def ink_for(scores):
    return np.ones((40, 4 * scores.shape[1]), np.float32)

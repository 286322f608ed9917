"""What a person can put right; the command line shows the sentence and stops."""


class UserError(Exception):
    """Base of all of them."""


class BadData(UserError):
    """A data file is missing or is not what it should be; the message says what to do."""


class AnotherPlan(UserError):
    """The run's folder holds a training of another plan; the message says what to do."""


class BadPlan(UserError):
    """A training is planned that could not end; the message says what to change."""


class BadLabels(UserError):
    """A labelled folder is not what it should be; the message names the file and says what to do."""


class NotBetter(UserError):
    """An adapted reader would read worse than the one it came from; the message says by how much."""


class NoTensorFlow(UserError):
    """Another engine runs where only TensorFlow can do what is asked; the message says how to go on."""

"""What all experiments of the book say of themselves."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A system that is trained and measured by name."""

    name: str
    """Of its folder and of the command line's --only."""
    title: str
    reported: float | None = None
    """Accuracy on MNIST's test digits that its source gives, 0..1."""
    reported_where: str = ""
    why_different: str = ""
    """Why our figure is not the reported one."""
    seed: int = 1
    row: str = field(default="")
    """Experiments of one row differ in their seed alone: the table gives their mean and spread."""

    def is_called(self, name: str) -> bool:
        """Whether the command line means this experiment: by its own name, or by its row's."""
        return name in (self.name, self.row)

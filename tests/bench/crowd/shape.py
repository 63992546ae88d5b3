"""How large the crowd is, and how unevenly it is spread over the agencies."""

from dataclasses import dataclass

# The agency that is the same in every crowd, so that growth can be told from size.
SAME_SIZE = 1_000
GRANTS_A_YOUTH = 5
YOUTH_A_MEMBER = 50
YOUTH_A_RECEIVED_RELEASE = 5
SMALLEST = 200


@dataclass(frozen=True)
class Crowd:
    """A database of this many youth records."""

    youth: int
    agencies: int
    largest: int

    @property
    def database(self) -> str:
        return f"portal_bench_{self.youth}"

    @property
    def sizes(self) -> list[int]:
        """Youth records of each agency: the largest, the one of the same size everywhere, then ever smaller ones."""
        others = self.agencies - 2
        weights = [1 / (rank + 5) ** 0.7 for rank in range(others)]
        left = self.youth - self.largest - SAME_SIZE
        spread = left - others * SMALLEST
        sizes = [SMALLEST + int(spread * weight / sum(weights)) for weight in weights]
        sizes[0] += left - sum(sizes)
        assert 0 < sizes[0] <= self.largest, sizes[0]
        return [self.largest, SAME_SIZE, *sizes]

    @property
    def rows(self) -> list[tuple[int, int, int, int, int, int, int]]:
        """One row an agency: number; how many and the first number of its youth, members and releases received."""
        rows = []
        youth = member = release = 0
        for number, size in enumerate(self.sizes):
            members, received = max(6, size // YOUTH_A_MEMBER), size // YOUTH_A_RECEIVED_RELEASE
            rows.append((number, size, youth, members, member, received, release))
            youth, member, release = youth + size, member + members, release + received
        return rows


def crowds(scale: float) -> tuple[Crowd, Crowd]:
    """The large crowd and the small one; a `scale` below 1 shrinks the large one for a trial."""
    large = Crowd(round(1_000_000 * scale), max(20, round(500 * scale)), round(100_000 * scale))
    return large, Crowd(10_000, 20, 3_000)

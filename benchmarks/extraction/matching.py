"""One-to-one matching of gold facts with found ones, as many and as well agreeing as possible.

A greedy or dictionary match would let one found fact answer for several gold ones, or collapse two facts that share a
place; the assignment problem is solved exactly instead (Hungarian method, O(n^3), small n).
"""

from __future__ import annotations

from collections.abc import Sequence


def best_matching(weights: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) of greatest total weight; pairs of weight 0 or less are not made."""
    if not weights or not weights[0]:
        return []
    turned = len(weights) > len(weights[0])
    table = [list(column) for column in zip(*weights, strict=True)] if turned else [list(row) for row in weights]
    pairs = [(i, j) for i, j in enumerate(_assign(table)) if table[i][j] > 0]
    return sorted((j, i) for i, j in pairs) if turned else pairs


def _assign(weights: list[list[float]]) -> list[int]:
    """For each row its column, rows <= columns; shortest augmenting paths with potentials, on negated weights."""
    rows, columns = len(weights), len(weights[0])
    row_price, column_price = [0.0] * (rows + 1), [0.0] * (columns + 1)
    holder, came_from = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        holder[0], column = row, 0
        slack, seen = [float("inf")] * (columns + 1), [False] * (columns + 1)
        while holder[column]:
            seen[column] = True
            held, least, following = holder[column], float("inf"), 0
            for j in range(1, columns + 1):
                if seen[j]:
                    continue
                cost = -weights[held - 1][j - 1] - row_price[held] - column_price[j]
                if cost < slack[j]:
                    slack[j], came_from[j] = cost, column
                if slack[j] < least:
                    least, following = slack[j], j
            for j in range(columns + 1):
                if seen[j]:
                    row_price[holder[j]] += least
                    column_price[j] -= least
                else:
                    slack[j] -= least
            column = following
        while column:
            holder[column] = holder[came_from[column]]
            column = came_from[column]
    chosen = [0] * rows
    for j in range(1, columns + 1):
        if holder[j]:
            chosen[holder[j] - 1] = j - 1
    return chosen

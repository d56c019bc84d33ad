package assay.core.stats.changepoint;

/**
 * A place at which the level of a series changes.
 *
 * @param index zero-based position of the first value of the new level
 * @param before median of the values from the change before this one, at most 1,000
 * @param after median of the values from this change to the next, at most 1,000
 * @param score the step over its standard error, at least 0: see {@link ChangePoints}
 * @param votes how many of the three methods propose it: 2 or 3
 */
public record ChangePoint(int index, double before, double after, double score, int votes) {}

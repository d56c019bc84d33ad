package assay.report.gate;

import org.jspecify.annotations.Nullable;

/**
 * What moved a whole host.
 *
 * @param host its key
 * @param canaries how many of its canaries could be used
 * @param factor by what share the canaries were worse than usual; 0 if there are too few
 * @param sharing share of its other series that moved alike
 * @param event whether tonight stands out: three standard deviations, and enough series moved alike
 * @param judgement the verdict on the factor as a series of its own; null if there are too few
 *     canaries
 */
public record HostNight(
    String host,
    int canaries,
    double factor,
    double sharing,
    boolean event,
    @Nullable Judgement judgement) {}

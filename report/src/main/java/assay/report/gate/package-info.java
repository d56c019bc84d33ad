/**
 * The nightly verdict: whether a series of nights got worse, and since when. A pure function of one
 * night and of a state that is carried from night to night; nothing here knows files or screens.
 *
 * <p>A <em>series</em> is one metric of one cell on one host. Its <em>level</em> on a night is the
 * logarithm of the value, less what moved the whole host, with its sign such that more is worse.
 * The rules are:
 *
 * <ol>
 *   <li>The median of the last three levels is compared with that of up to 60 nights before, over a
 *       robust scale of such running medians ({@link assay.report.gate.Baseline}).
 *   <li>The threshold comes from the fleet's own past nights, or from a simulation until there are
 *       enough ({@link assay.report.gate.Threshold}).
 *   <li>A value that stands out is measured three more times in the same night, and the median of
 *       the four counts ({@link assay.report.gate.Gate#reruns}).
 *   <li>Canaries, cells that are there to show the machine's state, tell a change of the host from
 *       one of a series ({@link assay.report.gate.HostFactor}).
 *   <li>An alarm opens an event and freezes the baseline. The event raises no second alarm until
 *       five quiet nights have closed it ({@link assay.report.gate.Event}).
 *   <li>A slow drift moves its own baseline along; so the last ten nights are compared with a fixed
 *       anchor too ({@link assay.report.gate.Anchor}).
 * </ol>
 */
@NullMarked
package assay.report.gate;

import org.jspecify.annotations.NullMarked;

/**
 * How well the gate does, by simulation: fleets of series with the noise of nights and of forks,
 * and with changes that are put in. No recorded nights exist yet; every figure here says what it
 * assumes.
 */
@NullMarked
package assay.report.gate.evaluate;

import org.jspecify.annotations.NullMarked;

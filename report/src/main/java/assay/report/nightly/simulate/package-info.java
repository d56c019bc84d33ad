/**
 * A simulated fleet in the form of stored runs, with sixty quiet nights and a fortnight in which
 * known things happen: so that the nightly verdict can be tried and tested. Nothing of it was
 * measured, and each record says so.
 */
@NullMarked
package assay.report.nightly.simulate;

import org.jspecify.annotations.NullMarked;

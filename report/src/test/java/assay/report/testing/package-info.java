/** Run records as they might have been measured: seeded, plausible, with a cell of every kind. */
@NullMarked
package assay.report.testing;

import org.jspecify.annotations.NullMarked;

/** What every target must do, as checks against the oracle, run by tests and on new hosts. */
@NullMarked
package assay.core.conformance;

import org.jspecify.annotations.NullMarked;

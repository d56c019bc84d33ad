/** Targets that are wrong in every way a target can be, to test what runs them. */
@NullMarked
package assay.cli.faults;

import org.jspecify.annotations.NullMarked;

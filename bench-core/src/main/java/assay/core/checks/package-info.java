/** Checks of record components, shared by the packages that hold data. */
@NullMarked
package assay.core.checks;

import org.jspecify.annotations.NullMarked;

/**
 * Whether something is available, why not, and what to do about it. Imports no other Assay package.
 */
@NullMarked
package assay.core.availability;

import org.jspecify.annotations.NullMarked;

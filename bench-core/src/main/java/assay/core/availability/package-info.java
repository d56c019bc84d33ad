/** Whether something is available, why not, and what to do about it. Imports nothing of ours. */
@NullMarked
package assay.core.availability;

import org.jspecify.annotations.NullMarked;

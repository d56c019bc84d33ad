/** Tests of {@link assay.core.workload}. */
@NullMarked
package assay.core.workload;

import org.jspecify.annotations.NullMarked;

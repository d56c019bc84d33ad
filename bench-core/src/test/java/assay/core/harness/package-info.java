/** Tests of {@link assay.core.harness}. */
@NullMarked
package assay.core.harness;

import org.jspecify.annotations.NullMarked;

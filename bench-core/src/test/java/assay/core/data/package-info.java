/** Tests of the training data. */
@NullMarked
package assay.core.data;

import org.jspecify.annotations.NullMarked;

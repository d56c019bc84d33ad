/**
 * Training data: strict reading of IDX files, finding or fetching Fashion-MNIST, verifying every
 * byte of it, and the batch order. Nothing here prints; progress goes through {@link
 * assay.core.data.FetchListener}.
 */
@NullMarked
package assay.core.data;

import org.jspecify.annotations.NullMarked;

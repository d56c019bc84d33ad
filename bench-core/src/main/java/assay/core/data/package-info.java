/**
 * Training data: reading IDX files strictly, finding or fetching Fashion-MNIST, verifying every
 * byte of it, and the order in which batches are drawn. Nothing here prints; progress goes through
 * {@link assay.core.data.FetchListener}.
 */
@NullMarked
package assay.core.data;

import org.jspecify.annotations.NullMarked;

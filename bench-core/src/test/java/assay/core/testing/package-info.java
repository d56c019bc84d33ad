/**
 * What every target's tests share: random programs, the conformance checks, and a naive target to
 * try them.
 */
@NullMarked
package assay.core.testing;

import org.jspecify.annotations.NullMarked;

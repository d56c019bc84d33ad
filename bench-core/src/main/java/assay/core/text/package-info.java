/** Texts that people write: strict YAML, and names that were mistyped. Imports nothing of ours. */
@NullMarked
package assay.core.text;

import org.jspecify.annotations.NullMarked;

/** User input: strict YAML, and suggestions for mistyped names. Imports no other Assay package. */
@NullMarked
package assay.core.text;

import org.jspecify.annotations.NullMarked;

/**
 * User input: strict YAML, patterns, and suggestions for mistyped names. Imports no other Assay
 * package.
 */
@NullMarked
package assay.core.text;

import org.jspecify.annotations.NullMarked;

/** Tests of the loading and calling of native libraries, with real ones that gcc builds. */
@NullMarked
package assay.core.ffi;

import org.jspecify.annotations.NullMarked;

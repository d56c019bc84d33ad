/**
 * Finding, loading and calling native libraries: one way for all.
 *
 * <p>A library's functions are the methods of an interface, each annotated with its C name; {@link
 * assay.core.ffi.Binder} implements the interface. Where a library may lie is data ({@link
 * assay.core.ffi.LibrarySearch}); a library that is missing is an {@link
 * assay.core.availability.Availability.Unavailable} with a reason and a remedy. Nothing is loaded
 * in a static initialiser: {@link assay.core.ffi.Lazy} does it at the first use.
 */
@NullMarked
package assay.core.ffi;

import org.jspecify.annotations.NullMarked;

/**
 * Finding, loading and calling native libraries.
 *
 * <p>A library's functions are the methods of an interface, each annotated with its C name; {@link
 * assay.core.ffi.Binder} implements the interface. Where to search for a library is data ({@link
 * assay.core.ffi.LibrarySearch}); a missing library is an {@link
 * assay.core.availability.Availability.Unavailable} with a reason and a remedy. Nothing is loaded
 * in a static initialiser: {@link assay.core.ffi.Lazy} does it on first use.
 */
@NullMarked
package assay.core.ffi;

import org.jspecify.annotations.NullMarked;

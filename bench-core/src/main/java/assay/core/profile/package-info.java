/** Where the time of a program goes: what a profile holds, and what follows from it. */
@NullMarked
package assay.core.profile;

import org.jspecify.annotations.NullMarked;

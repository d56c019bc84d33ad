/** Files written in one step, and their checksums. Imports nothing of ours. */
@NullMarked
package assay.core.files;

import org.jspecify.annotations.NullMarked;

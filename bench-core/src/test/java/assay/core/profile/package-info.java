@NullMarked
package assay.core.profile;

import org.jspecify.annotations.NullMarked;

@NullMarked
package assay.core.environment;

import org.jspecify.annotations.NullMarked;

/** Where runs lie: a folder each, with its record and its logs. */
@NullMarked
package assay.core.record.store;

import org.jspecify.annotations.NullMarked;

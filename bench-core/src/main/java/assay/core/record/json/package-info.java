/** The record's JSON form, read strictly; older versions are upgraded when read. */
@NullMarked
package assay.core.record.json;

import org.jspecify.annotations.NullMarked;

/** The record's JSON form: read strictly, and older versions upgraded as they are read. */
@NullMarked
package assay.core.record.json;

import org.jspecify.annotations.NullMarked;

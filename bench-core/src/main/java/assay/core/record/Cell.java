package assay.core.record;

import assay.core.program.Work;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One workload on one target in one precision.
 *
 * @param id which
 * @param work the work of one execution, null where it is not known (as when the workload's shape
 *     could not be planned)
 * @param outcome how it ended, and its figures if it was measured
 */
public record Cell(CellId id, @Nullable Work work, CellOutcome outcome) {
  /** The flat form of the file. */
  @JsonValue
  CellJson toJson() {
    return CellJson.of(this);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Cell fromJson(CellJson json) {
    return json.toCell();
  }
}

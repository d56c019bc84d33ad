package assay.core.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One fork: a line of {@code forks.jsonl}.
 *
 * @param cell what was measured
 * @param context which fork, when and where
 * @param outcome how it ended, and its raw times
 */
public record ForkRecord(CellId cell, ForkContext context, ForkOutcome outcome) {
  /** The flat form of the file. */
  @JsonValue
  ForkJson toJson() {
    return ForkJson.of(this);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static ForkRecord fromJson(ForkJson json) {
    return json.toFork();
  }
}

package assay.report.procurement;

import assay.core.record.RunRecord;
import assay.report.compare.RunData;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A system on offer, as one run saw it.
 *
 * @param letter {@code A}, {@code B} …, in the order given: the only name that is sure to differ
 * @param run its run
 * @param files the files it was read from; empty where it was not read from files
 */
record SystemUnderTest(String letter, RunData run, List<RecordFile> files) {
  SystemUnderTest {
    files = List.copyOf(files);
  }

  RunRecord record() {
    return run.record();
  }

  String runId() {
    return record().runId().value();
  }

  /** Its host's label, null where the record has none. */
  @Nullable String host() {
    return record().environment().host();
  }

  /** Name for people: letter and host, or the run where the host has no name. */
  String label() {
    return letter + " · " + Objects.requireNonNullElse(host(), runId());
  }

  /** Folder that stood for the machine's sensors, null for the machine's own. */
  @Nullable String standIn() {
    return record().telemetry().root();
  }
}

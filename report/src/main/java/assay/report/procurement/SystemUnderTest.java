package assay.report.procurement;

import assay.core.record.RunRecord;
import assay.report.compare.RunData;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A system on offer, as one run measured it.
 *
 * @param letter {@code A}, {@code B} …, in the order given: the only name that is sure to be unique
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

  /** Readable name: letter and host, or the run if the host has no name. */
  String label() {
    return letter + " · " + Objects.requireNonNullElse(host(), runId());
  }

  /** Folder read in place of the machine's sensors, null if the sensors were read. */
  @Nullable String standIn() {
    return record().telemetry().root();
  }
}

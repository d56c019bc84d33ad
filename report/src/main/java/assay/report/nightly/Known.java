package assay.report.nightly;

import assay.core.record.MetricKey.Better;
import assay.report.history.SeriesKey;
import assay.report.history.StoredValue;
import java.util.ArrayList;
import java.util.List;

/** A series as it is remembered while nights are replayed: its values and when it changed. */
final class Known {
  private final SeriesKey key;
  private final String unit;
  private final Better better;
  private final List<SeriesReport.NightValue> nights = new ArrayList<>();
  private final List<Mark> onsets = new ArrayList<>();

  Known(StoredValue first) {
    key = first.series();
    unit = first.unit();
    better = first.better();
  }

  SeriesKey key() {
    return key;
  }

  String unit() {
    return unit;
  }

  Better better() {
    return better;
  }

  List<SeriesReport.NightValue> nights() {
    return nights;
  }

  List<Mark> onsets() {
    return onsets;
  }

  /** The last night that has a value. */
  int lastNight() {
    return nights.isEmpty() ? -1 : nights.getLast().night().number();
  }

  void add(NightRef night, double value) {
    nights.add(new SeriesReport.NightValue(night, value));
  }

  void changed(NightRef firstBad, String text) {
    onsets.add(new Mark(firstBad.started(), Mark.Kind.ONSET, text));
  }
}

package assay.fpga.telemetry;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import java.util.List;

/** A sensor of a board. Reading never throws. */
interface Sensor {
  /** Maximum power of a board, W: well above the 600 W of a PCI Express card's connectors. */
  double MAX_WATTS = 1000;

  /** Reads it once. */
  Availability<Double> read();

  /**
   * Power from {@code file}, W. Nothing that runs draws 0 W: drivers report 0 when they have no
   * value (a stopped controller, a shell without one), so 0 counts as missing.
   *
   * @param perWatt units of the file in one W
   */
  static Sensor power(SysfsFile file, double perWatt) {
    return () ->
        file.reading()
            .flatMap(number -> checkedPower(number / perWatt, "'" + file.name() + "' gives "));
  }

  /** {@code watts} if that is plausible for a board. */
  static Availability<Double> checkedPower(double watts, String what) {
    if (watts > 0 && watts <= MAX_WATTS) {
      return new Available<>(watts);
    }
    return new Unavailable<>(
        what
            + watts
            + " W, which no running board draws, so the card or its controller has no value now;"
            + " check 'dmesg' and the driver's own tool");
  }

  /**
   * Any quantity from {@code file}.
   *
   * @param per units of the file in one of the sensor's
   */
  static Sensor plain(SysfsFile file, double per) {
    return () -> file.reading().map(number -> number / per);
  }

  /** A quantity, such as °C or rpm, that drivers report as 0 if the board has no such sensor. */
  static Sensor present(SysfsFile file, double per) {
    return () ->
        file.reading()
            .flatMap(number ->
                number > 0
                    ? new Available<>(number / per)
                    : new Unavailable<>(
                        "'"
                            + file.name()
                            + "' holds 0: the board has no such sensor, or the sensor has no"
                            + " value"));
  }

  /**
   * Voltage times current, W; both files in thousandths (mV, mA), as hwmon has them. A rail at 0 V
   * does not exist, or has no value now.
   */
  static Sensor voltsTimesAmperes(SysfsFile volts, SysfsFile amperes) {
    return () -> present(volts, 1e3).read().flatMap(v -> amperes.reading().map(mA -> v * mA / 1e3));
  }

  /** The sum of {@code parts}, W; missing if any part is. */
  static Sensor totalPower(List<Sensor> parts, String what) {
    return () -> {
      Availability<Double> sum = new Available<>(0.0);
      for (Sensor part : parts) {
        sum = sum.flatMap(soFar -> part.read().map(w -> soFar + w));
      }
      return sum.flatMap(watts -> checkedPower(watts, what + " sum to "));
    };
  }
}

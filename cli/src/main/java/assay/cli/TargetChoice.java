package assay.cli;

import assay.core.availability.Availability;
import assay.core.harness.TargetProbe;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Target;
import assay.core.spi.TargetName;
import assay.core.spi.Targets;
import assay.core.spi.UnlistedTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns names on the command line into targets: {@code cpu-simd}, {@code cuda}, {@code cuda:1},
 * {@code cuda:GPU-4f3c}, {@code cuda:all}. The devices of a target are listed at most once, and
 * only if a name needs them.
 */
final class TargetChoice {
  private final Map<String, Availability<Devices>> devices = new HashMap<>();

  TargetChoice() {}

  /**
   * Every target, on each of its devices if there are several and none was chosen. If they could
   * not be listed, the target itself is used, and {@link #unlisted} has the reason.
   */
  List<Target> everything() {
    List<Target> all = new ArrayList<>();
    for (Target target : Targets.all()) {
      boolean chosen = target instanceof DeviceTarget d && d.chosenDevice().isPresent();
      Set<Target> each = chosen ? Set.of() : severalDevices(target).keySet();
      all.addAll(each.isEmpty() ? Set.of(target) : each);
    }
    return all;
  }

  /** Why devices could not be listed, by target id. */
  Map<String, Availability.Unavailable<Devices>> unlisted() {
    Map<String, Availability.Unavailable<Devices>> reasons = new TreeMap<>();
    devices.forEach((id, listing) -> {
      if (listing instanceof Availability.Unavailable<Devices> why) {
        reasons.put(id, why);
      }
    });
    return reasons;
  }

  /**
   * The targets with these names, without duplicates.
   *
   * @throws UsageException if there is no such target or device, or if two names mean the same
   *     device
   */
  List<Target> named(Collection<String> names) {
    Map<String, Target> chosen = new LinkedHashMap<>();
    for (String name : names) {
      for (Target target : named(name)) {
        for (Target other : chosen.values()) {
          if (!other.id().equals(target.id())) {
            refuseSameDevice(other, target);
          }
        }
        chosen.putIfAbsent(target.id(), target);
      }
    }
    return List.copyOf(chosen.values());
  }

  /**
   * The target with that name.
   *
   * @throws UsageException if there is no such target, or if the name means several devices
   */
  Target one(String name) {
    List<Target> targets = named(name);
    if (TargetName.parse(name).all() && !(targets.getFirst() instanceof UnlistedTarget)) {
      throw new UsageException(
          "'"
              + name
              + "' means every device, but this command takes one of them: "
              + String.join(", ", targets.stream().map(Target::id).toList()));
    }
    return targets.getFirst();
  }

  /**
   * Targets, and which of them are required.
   *
   * @param targets including those that are only required
   * @param required ids of the required ones
   */
  record Required(List<Target> targets, Set<String> required) {}

  /**
   * Adds the targets with these names to {@code targets} if missing. A name alone, such as {@code
   * cuda}, matches every device of the target; a device may already be there under another name.
   *
   * @throws UsageException as {@link #named}
   */
  Required requiring(List<Target> targets, Collection<String> names) {
    List<Target> all = new ArrayList<>(targets);
    Set<String> required = new LinkedHashSet<>();
    for (String name : names) {
      for (Target wanted : named(name)) {
        List<Target> meant = all.stream().filter(t -> means(wanted, t)).toList();
        if (meant.isEmpty()) {
          meant = List.of(wanted);
          all.add(wanted);
        }
        meant.forEach(t -> required.add(t.id()));
      }
    }
    return new Required(List.copyOf(all), required);
  }

  private boolean means(Target wanted, Target target) {
    return wanted.id().equals(target.id())
        || wanted.id().equals(base(target))
        || sameDevice(wanted, target) != null;
  }

  /**
   * A target on each of its devices, with model, slot and the beginning of the unique name; empty
   * unless there are several.
   */
  Map<Target, String> severalDevices(Target target) {
    Map<Target, String> each = new LinkedHashMap<>();
    if (target instanceof DeviceTarget several
        && devices(several) instanceof Availability.Available(Devices found)
        && found.all().size() > 1) {
      for (Devices.Entry entry : found.all()) {
        each.put(
            several.on(String.valueOf(entry.number())),
            entry.description() + ", " + entry.handle());
      }
    }
    return each;
  }

  private List<Target> named(String text) {
    TargetName name = TargetName.parse(text);
    Target target = known(name);
    String device = name.device();
    if (device == null) {
      return List.of(target);
    }
    if (!(target instanceof DeviceTarget several)) {
      throw new UsageException(
          "target "
              + target.id()
              + " has no devices to choose from: use '"
              + target.id()
              + "', not '"
              + text
              + "'");
    }
    if (name.all()) {
      return switch (devices(several)) {
        case Availability.Available(Devices found) -> each(several, found);
        case Availability.Unavailable<Devices> why -> List.of(new UnlistedTarget(several, why));
      };
    }
    try {
      return List.of(several.on(device));
    } catch (IllegalArgumentException e) {
      throw new UsageException("target '" + text + "': " + e.getMessage());
    }
  }

  private static Target known(TargetName name) {
    return Targets.all().stream()
        .filter(t -> t.id().equals(name.target()))
        .findFirst()
        .orElseThrow(() -> new UsageException(Targets.unknown(name.target())));
  }

  private static List<Target> each(DeviceTarget target, Devices found) {
    return found.all().stream().map(e -> target.on(String.valueOf(e.number()))).toList();
  }

  private Availability<Devices> devices(DeviceTarget target) {
    return devices.computeIfAbsent(base(target), id -> TargetProbe.devices(target));
  }

  private static String base(Target target) {
    return TargetName.parse(target.id()).target();
  }

  private void refuseSameDevice(Target one, Target other) {
    Devices.Entry same = sameDevice(one, other);
    if (same != null) {
      throw new UsageException(
          one.id() + " and " + other.id() + " are the same device, " + same + ": name it once");
    }
  }

  /** The device that two targets with different names share; null if they do not. */
  private Devices.@Nullable Entry sameDevice(Target one, Target other) {
    boolean numbers = isNumber(one) && isNumber(other);
    if (one instanceof DeviceTarget first
        && other instanceof DeviceTarget second
        && base(one).equals(base(other))
        && !numbers
        && devices(first) instanceof Availability.Available(Devices found)) {
      Optional<Devices.Entry> entry = entry(found, first);
      return entry.equals(entry(found, second)) ? entry.orElse(null) : null;
    }
    return null;
  }

  private static boolean isNumber(Target target) {
    String device = TargetName.parse(target.id()).device();
    return device != null && device.chars().allMatch(Character::isDigit);
  }

  private static Optional<Devices.Entry> entry(Devices found, DeviceTarget target) {
    String device =
        Objects.requireNonNullElseGet(
            TargetName.parse(target.id()).device(),
            () -> target.chosenDevice().orElse(DeviceTarget.FIRST));
    return found.match(device).toOptional();
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.lovage.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signals of the operating system, by `sun.misc.Signal`. By reflection, because javac warns of
/// that class in a way that nothing can silence, and because a JDK without it should still start
/// apps.
final class ProcessSignal {

  private static final Logger log = LoggerFactory.getLogger(ProcessSignal.class);

  private ProcessSignal() {}

  /// Calls `action` with the signal's number, on a thread of its own each time.
  ///
  /// @param name without `SIG`
  static void handle(String name, IntConsumer action) {
    try {
      var signalType = Class.forName("sun.misc.Signal");
      var handlerType = Class.forName("sun.misc.SignalHandler");
      var number = signalType.getMethod("getNumber");
      var handler =
          Proxy.newProxyInstance(
              ProcessSignal.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  action.accept((Integer) number.invoke(args[0]));
                }
                return null;
              });
      var signal = signalType.getConstructor(String.class).newInstance(name);
      signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      // A JVM started with -Xrs leaves signals to the system.
      notHandled(name, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      notHandled(name, e);
    }
  }

  private static void notHandled(String name, Throwable why) {
    log.warn(
        "SIG{} can't be handled here and ends the process at once; its tasks are leased again: {}",
        name,
        why.getMessage());
  }
}

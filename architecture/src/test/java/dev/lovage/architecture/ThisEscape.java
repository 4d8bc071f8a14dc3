// SPDX-License-Identifier: Apache-2.0
package dev.lovage.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.util.stream.Stream;

/// Finds constructors that hand out `this`, in the byte code, in two shapes: a lambda or method
/// reference that captures it (unless a `forEach` takes it, which calls it at once and forgets it),
/// and a call with it as the last argument. `this` as an earlier argument would need the operand
/// stack followed; nobody has written that yet.
final class ThisEscape {

  private ThisEscape() {}

  static Stream<String> of(JavaClass c) {
    ClassModel model;
    try (InputStream bytes = c.getSource().orElseThrow().getUri().toURL().openStream()) {
      model = ClassFile.of().parse(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return model.methods().stream()
        .filter(m -> m.methodName().equalsString("<init>"))
        .filter(m -> escapes(model, m))
        .map(m -> c.getName() + m.methodType().stringValue());
  }

  private static boolean escapes(ClassModel owner, MethodModel constructor) {
    boolean thisOnTop = false;
    boolean captured = false;
    for (CodeElement element : constructor.code().orElseThrow()) {
      if (!(element instanceof Instruction instruction)) {
        continue;
      }
      if (instruction instanceof InvokeInstruction call) {
        boolean handedOut = (thisOnTop || captured) && call.typeSymbol().parameterCount() > 0;
        if (handedOut && !call.name().equalsString("forEach")) {
          return true;
        }
      } else if (captured) {
        return true; // kept in a variable or a field, or given away behind another argument
      }
      captured =
          instruction instanceof InvokeDynamicInstruction lambda
              && lambda.typeSymbol().parameterList().contains(owner.thisClass().asSymbol());
      thisOnTop = instruction instanceof LoadInstruction load && load.slot() == 0;
    }
    return false;
  }
}

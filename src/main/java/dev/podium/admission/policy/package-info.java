/// ValidatingAdmissionPolicy and MutatingAdmissionPolicy at work.
@NullMarked
package dev.podium.admission.policy;

import org.jspecify.annotations.NullMarked;

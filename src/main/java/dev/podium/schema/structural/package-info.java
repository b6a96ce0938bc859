/// The schemas of custom resources: what they keep, fill in and refuse of an object.
///
/// Pure functions from JSON to JSON. Upstream: apiextensions-apiserver's pkg/apiserver/schema and
/// kube-openapi's pkg/validation/validate.
@NullMarked
package dev.podium.schema.structural;

import org.jspecify.annotations.NullMarked;

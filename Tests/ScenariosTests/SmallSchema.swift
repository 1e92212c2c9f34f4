/// The schema of a small configuration, in full.
enum SmallSchema {
    static let text = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Small",
          "type": "object",
          "properties": {
            "nodes": {
              "description": "how many",
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 9
                },
                {
                  "type": "string",
                  "pattern": "^[+-]?[0-9]+(_[0-9]+)*(\\.[0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+)?[ \\t]*[kMGT]?$",
                  "$comment": "1 ... 9",
                  "examples": ["20"]
                }
              ]
            },
            "soft": {
              "description": "the software",
              "type": ["object", "null"],
              "properties": {
                "drain": {
                  "description": "wait",
                  "type": "string",
                  "pattern": "^[+-]?[0-9]+(_[0-9]+)*(\\.[0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+)?[ \\t]*(ns|us|ms|s|min|h|d|y)([ \\t]*[+-]?[0-9]+(_[0-9]+)*(\\.[0-9]+(_[0-9]+)*)?([eE][+-]?[0-9]+)?[ \\t]*(ns|us|ms|s|min|h|d|y))*$",
                  "$comment": "0 s ... 1 h",
                  "examples": ["30 s"],
                  "default": "0 s"
                }
              },
              "additionalProperties": false
            },
            "sites": {
              "description": "places",
              "type": ["object", "null"],
              "additionalProperties": {
                "type": ["object", "null"],
                "properties": {
                  "own": {
                    "description": "owned",
                    "type": "boolean",
                    "default": true
                  }
                },
                "additionalProperties": false
              },
              "minProperties": 0,
              "maxProperties": 3
            },
            "kind": {
              "description": "which",
              "enum": ["a", "b"],
              "default": "a"
            },
            "name": {
              "description": "its name",
              "type": "string",
              "minLength": 1
            }
          },
          "required": ["nodes"],
          "additionalProperties": false,
          "allOf": [
            {
              "if": {
                "properties": {
                  "kind": {
                    "const": "b"
                  }
                },
                "required": ["kind"]
              },
              "then": {
                "required": ["name"]
              }
            }
          ]
        }

        """#
}

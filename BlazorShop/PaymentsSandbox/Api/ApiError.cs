using System.Text.Json.Nodes;

namespace BlazorShop.PaymentsSandbox.Api;

/// <summary>An answer other than 200, in Stripe's shape.</summary>
internal sealed class ApiError(int status, string type, string message, string? code = null, string? param = null) : Exception(message)
{
    public int Status => status;

    /// <summary>Stripe keeps no idempotent result of a request that failed validation, since nothing ran.</summary>
    public bool BeforeExecution { get; init; }

    public JsonObject ToJson(string requestId)
    {
        var error = new JsonObject { ["type"] = type, ["message"] = Message };
        if (code is not null)
        {
            error["code"] = code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}";
        }
        if (param is not null)
            error["param"] = param;
        error["request_log_url"] = $"/sandbox#{requestId}";
        return new JsonObject { ["error"] = error };
    }

    public static ApiError Invalid(string message, string? param, string? code) =>
        new(400, "invalid_request_error", message, code, param) { BeforeExecution = true };

    public static ApiError Refused(string message, string? param = null, string? code = null) =>
        new(400, "invalid_request_error", message, code, param);

    public static ApiError Unknown(string param) => Invalid($"Received unknown parameter: {param}", param, "parameter_unknown");

    /// <summary>An empty value unsets a parameter of something that exists; of something new there is nothing to unset.</summary>
    public static ApiError Empty(string param) => Invalid(
        $"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; however '{param}' cannot be unset. You should remove '{param}' from your request or supply a non-empty value.",
        param,
        "parameter_invalid_empty");

    public static ApiError Missing(string param) => Invalid($"Missing required param: {param}.", param, "parameter_missing");

    public static ApiError NotOneOf(string param, string[] allowed) =>
        Invalid($"Invalid {param}: must be one of {string.Join(", ", allowed[..^1])}{(allowed.Length > 1 ? " or " : "")}{allowed[^1]}", param, null);

    public static ApiError NoSuch(string what, string id, string param = "id") =>
        new(404, "invalid_request_error", $"No such {what}: '{id}'", "resource_missing", param) { BeforeExecution = true };

    /// <summary>A missing object named in the body is a bad request; in the path it is 404.</summary>
    public static ApiError NoSuchParam(string what, string id, string param) =>
        Invalid($"No such {what}: '{id}'", param, "resource_missing");
}

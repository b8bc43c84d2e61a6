using System.Reflection;
using Microsoft.Extensions.Options;

namespace BlazorShop.Common;

/// <summary>
/// A start that cannot go on ends with one sentence on standard error and exit code 1. Only for what we or the options
/// said ourselves; a bug keeps its stack trace.
/// </summary>
internal static class StartupFailure
{
    public static void EndsInOneSentence() => AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
    {
        if (Sentence(unhandled.ExceptionObject as Exception) is not { } sentence)
            return;
        Console.Error.WriteLine(sentence);
        Environment.Exit(1);
    };

    /// <summary>What to tell a person who starts the shop, or null where the failure is not about a setting.</summary>
    public static string? Sentence(Exception? failure) => failure switch
    {
        OptionsValidationException wrong => string.Join(' ', wrong.Failures),
        AggregateException several when several.InnerExceptions.All(e => Sentence(e) is not null) =>
            string.Join(' ', several.InnerExceptions.Select(Sentence)),
        InvalidOperationException ours when IsOurs(ours.TargetSite) => ours.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } taken =>
            $"{taken.Message.TrimEnd('.')}: another program listens there; set ASPNETCORE_URLS to a free address.",
        _ => null,
    };

    private static bool IsOurs(MethodBase? thrower) => thrower?.Module.Assembly == typeof(StartupFailure).Assembly;
}

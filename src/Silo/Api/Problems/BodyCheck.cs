using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace BirD.Silo.Api.Problems;

/// <summary>Refuses bodies whose kind or encoding can't be read, before the framework takes them for its own fault.</summary>
internal static class BodyCheck
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.TryGetValue(HeaderNames.ContentType, out var given) && !IsReadable(given.ToString()))
        {
            throw Problem.InvalidRequest("The Content-Type can't be read. Send application/json in UTF-8.");
        }

        return next(context);
    }

    private static bool IsReadable(string text)
    {
        if (!MediaTypeHeaderValue.TryParse(text, out var type))
        {
            return false;
        }

        try
        {
            return !type.Charset.HasValue || type.Encoding is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // UTF-7 is known and yet not to be had: it hides what a text says.
            return false;
        }
    }
}

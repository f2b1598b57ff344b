using System.Diagnostics;
using System.Globalization;

namespace BirD.Client.Bench;

/// <summary>Times the requests that pages begin with.</summary>
internal static class PageTimes
{
    private const int Again = 20;

    /// <summary>What a first page may take, milliseconds.</summary>
    private const double Limit = 300;

    public static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri("health/ready", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Prints the first answer's time and those of twenty more; false when the job's first page took longer than it may.</summary>
    public static async Task<bool> MeasureAsync(HttpClient http, string job, string when)
    {
        Console.WriteLine($"{when}: first answer, then median and longest of {Again}, ms");
        // What a job's page asks: the job, then its failures and its first pictures at once.
        var page = await TimeAsync(
            http, "a job's first page", [[$"jobs/{job}"], [$"jobs/{job}/failures?limit=50", $"jobs/{job}/items?limit=60"]]);
        await TimeAsync(http, "the list of jobs", [["jobs?limit=50"]]);
        await TimeAsync(http, "pictures in the middle", [[$"jobs/{job}/items?limit=60&after=200-0"]]);
        await TimeAsync(http, "pictures by outcome", [[$"jobs/{job}/items?limit=60&status=unchanged"]]);
        await TimeAsync(http, "an outcome that no picture has, one request", [[$"jobs/{job}/items?limit=60&status=failed"]]);
        return page < Limit;
    }

    /// <summary>The first time, milliseconds. Requests of one group are sent at once, groups one after the other.</summary>
    private static async Task<double> TimeAsync(HttpClient http, string what, string[][] groups)
    {
        var times = new List<double>();
        for (var n = 0; n <= Again; n++)
        {
            var clock = Stopwatch.StartNew();
            foreach (var group in groups)
            {
                await Task.WhenAll(group.Select(path => http.GetByteArrayAsync(new Uri($"api/v1/{path}", UriKind.Relative))));
            }

            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        var later = times.Skip(1).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what}: {times[0]:F0}; {later[Again / 2]:F0}, {later[^1]:F0}"));
        return times[0];
    }
}

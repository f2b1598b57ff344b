using System.ComponentModel.DataAnnotations;
using BirD.Restoration.Priors;
using BirD.Silo.Hosting;
using BirD.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

try
{
    // Jobs that were running when their silo went away are found in the store and taken up by the worker's first poll.
    using var host = SiloHost.Build(args);
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (e is ValidationException or OptionsValidationException or PriorException or StoreException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

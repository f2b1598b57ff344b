using System.ComponentModel.DataAnnotations;
using BirD.Grains.Hosting.Identity;

namespace BirD.Grains.Hosting;

/// <summary>The silo as a member of its cluster; section "Bird:Cluster".</summary>
public sealed class ClusterNodeOptions
{
    /// <summary>Silos of the same id and store form one cluster. Default "bird".</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9-]{0,62}", ErrorMessage = "Cluster:ClusterId may hold letters, digits and '-', at most 63.")]
    public string ClusterId { get; set; } = "bird";

    /// <summary>Stays the same over clusters that share durable state. Default "bird".</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Cluster:ServiceId must not be empty; 'bird' is the default.")]
    public string ServiceId { get; set; } = "bird";

    /// <summary>Name of the silo for people. Default: host name and process id; in Kubernetes, give the pod's name.</summary>
    public string? SiloName { get; set; }

    /// <summary>The name that the silo goes by.</summary>
    public string NameOrDefault => string.IsNullOrEmpty(SiloName) ? $"{Environment.MachineName}-{Environment.ProcessId}" : SiloName;

    /// <summary>IP address under which the other silos reach this one. Default 127.0.0.1: a cluster on one machine.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Cluster:Address must be the IP address under which other silos reach this one, for example 127.0.0.1.")]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>TCP port for the other silos; 0 takes a free one. Default 0. Firewalls want a fixed one, such as 11111.</summary>
    [Range(0, 65535, ErrorMessage = "Cluster:SiloPort must lie between 0 and 65535; 0 takes a free one.")]
    public int SiloPort { get; set; }

    /// <summary>Who keeps the list of members. Default: the store.</summary>
    [EnumDataType(typeof(MembershipKind), ErrorMessage = "Cluster:Membership must be store or redis.")]
    public MembershipKind Membership { get; set; }

    /// <summary>Certificates with which silos know each other. Default: an identity that lies in their store.</summary>
    public SiloTlsOptions Tls { get; set; } = new();

    /// <summary>Redis connection string, when <see cref="Membership"/> is redis.</summary>
    public string? Redis { get; set; }
}

/// <summary>Where the list of members lies.</summary>
public enum MembershipKind
{
    /// <summary>One document in the object store.</summary>
    Store = 0,

    /// <summary>A Redis server, through Orleans' own provider.</summary>
    Redis = 1,
}

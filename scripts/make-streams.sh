#!/bin/sh
# Cuts the first seconds of the film that comes with the server into the streams that test/browser plays: HLS in two
# sizes, and DASH. Needs ffmpeg.
set -eu
film=assets/films/Countdown.mp4
hls=test/fixtures/hls
dash=test/fixtures/dash
rm -rf "$hls" "$dash"
mkdir -p "$hls" "$dash"
video="-c:v libx264 -profile:v main -preset veryslow -g 48 -keyint_min 48 -sc_threshold 0 -pix_fmt yuv420p"
# shellcheck disable=SC2086
ffmpeg -hide_banner -loglevel error -y -t 12 -i "$film" -map 0:v -map 0:v -map 0:a \
  $video -filter:v:0 scale=160:90 -b:v:0 30k -filter:v:1 scale=112:64 -b:v:1 15k -c:a aac -b:a 16k -ac 1 -ar 22050 \
  -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4 -hls_flags single_file -master_pl_name master.m3u8 \
  -var_stream_map "v:0,agroup:sound v:1,agroup:sound a:0,agroup:sound,default:yes" "$hls/%v.m3u8"
# shellcheck disable=SC2086
ffmpeg -hide_banner -loglevel error -y -t 12 -i "$film" -map 0:v -map 0:a \
  $video -filter:v:0 scale=160:90 -b:v:0 30k -c:a aac -b:a 16k -ac 1 -ar 22050 \
  -f dash -seg_duration 2 -use_template 1 -use_timeline 1 -single_file 0 \
  -init_seg_name 'init$RepresentationID$.m4s' -media_seg_name '$RepresentationID$-$Number$.m4s' "$dash/film.mpd"
du -sb "$hls" "$dash"

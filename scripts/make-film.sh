#!/bin/sh
# Draws the film that comes with the server: a minute's countdown with a frame counter, a tone on each second and a
# moving bar, 24 frames a second. Needs ffmpeg and the DejaVu fonts of Debian.
set -eu
out=assets/films/Countdown.mp4
mono=/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf
ffmpeg -hide_banner -loglevel error -y \
  -f lavfi -i "color=c=0x14110f:s=640x360:r=24:d=60" \
  -f lavfi -i "aevalsrc='0.25*sin(2*PI*(440+440*eq(mod(floor(t),10),0))*t)*lt(mod(t,1),0.12)':s=44100:d=60" \
  -f lavfi -i "color=c=0xe8a33d:s=48x16:r=24:d=60" \
  -filter_complex "[0:v]drawbox=x=0:y=344:w=640:h=16:color=0x3a322c:t=fill[base];\
[base][2:v]overlay=x='mod(n*640/240\,640)-24':y=344,\
drawtext=fontfile=$mono:text='%{eif\:60-floor(t)\:d}':fontsize=180:fontcolor=0xf4ead9:x=(w-tw)/2:y=(h-th)/2-26,\
drawtext=fontfile=$mono:text='frame %{eif\:n\:d\:4}':fontsize=32:fontcolor=0xe8a33d:x=(w-tw)/2:y=276,\
drawtext=fontfile=$mono:text='MATINEE':fontsize=22:fontcolor=0x8a7c6d:x=24:y=22[v]" \
  -map "[v]" -map 1:a -c:v libx264 -profile:v high -preset veryslow -crf 26 -g 24 -pix_fmt yuv420p \
  -c:a aac -b:a 48k -ac 1 -movflags +faststart "$out"
ls -l "$out"
